/** What comparisons of steps measure. */
package org.polyak.benchmark.steps;
