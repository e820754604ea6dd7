/** Schedules to look at: sampled, as a table, and as a drawing. */
package org.polyak.train.schedule.drawing;
