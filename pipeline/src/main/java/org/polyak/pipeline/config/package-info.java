/** Recipes: YAML into typed values, with every problem named by file, line and key. */
package org.polyak.pipeline.config;
