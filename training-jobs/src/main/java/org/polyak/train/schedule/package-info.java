/** Learning-rate schedules. */
package org.polyak.train.schedule;
