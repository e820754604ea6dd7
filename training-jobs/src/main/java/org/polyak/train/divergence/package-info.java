/** Training that diverges: noticing it, and what is done about it. */
package org.polyak.train.divergence;
