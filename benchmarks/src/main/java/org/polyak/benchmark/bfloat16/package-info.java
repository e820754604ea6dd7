/** What arithmetic in 16 bits would gain. */
package org.polyak.benchmark.bfloat16;
