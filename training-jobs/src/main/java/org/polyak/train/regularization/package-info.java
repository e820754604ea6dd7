/** What keeps weights small, other than weight decay, which belongs to the optimiser. */
package org.polyak.train.regularization;
