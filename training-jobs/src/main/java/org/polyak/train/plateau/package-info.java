/** Lowering the rate when training no longer gets better. */
package org.polyak.train.plateau;
