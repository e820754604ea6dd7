/** Training images changed so that the network errs more. */
package org.polyak.train.adversarial;
