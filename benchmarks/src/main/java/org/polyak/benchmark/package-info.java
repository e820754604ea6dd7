/** Comparisons with other systems. */
package org.polyak.benchmark;
