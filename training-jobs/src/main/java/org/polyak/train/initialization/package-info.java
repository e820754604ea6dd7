/** First values of parameters as recipes ask for them. */
package org.polyak.train.initialization;
