/** How failures reach the user: one message, one exit code. */
package org.polyak.pipeline.error;
