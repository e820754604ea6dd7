/** The {@code network} section of recipes. */
package org.polyak.train.network.recipe;
