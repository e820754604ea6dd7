/** Speed against PyTorch on the same cores. */
package org.polyak.benchmark.pytorch;
