/** The training parts of a recipe. */
package org.polyak.train.config;
