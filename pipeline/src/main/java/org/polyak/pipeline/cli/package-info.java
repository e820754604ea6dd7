/** The {@code polyak} command. */
package org.polyak.pipeline.cli;
