/** What the step of an optimiser costs. */
package org.polyak.benchmark.optimizer;
