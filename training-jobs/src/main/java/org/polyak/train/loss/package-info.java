/** What training makes small: functions of logits and targets with their derivatives. */
package org.polyak.train.loss;
