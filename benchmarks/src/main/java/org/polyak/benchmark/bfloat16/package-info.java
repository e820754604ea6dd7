/** What arithmetic in 16 bits gains. */
package org.polyak.benchmark.bfloat16;
