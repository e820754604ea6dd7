/** Optimisers over one flat vector of parameters. */
package org.polyak.train.optimizer;
