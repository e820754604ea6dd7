/** The {@code augment} stage on the command line. */
package org.polyak.augment.cli;
