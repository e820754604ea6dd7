/** The layers that networks are made of: shapes, parameters and formulas, not their computation. */
package org.polyak.train.network.layer;
