/** What native libraries of one process have in common. */
package org.polyak.pipeline.natives;
