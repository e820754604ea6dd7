/** The folder of a training run and what is in it. */
package org.polyak.train.run;
