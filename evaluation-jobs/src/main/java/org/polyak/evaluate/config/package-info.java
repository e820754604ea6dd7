/** The evaluation's part of a recipe. */
package org.polyak.evaluate.config;
