/** The networks that recipes name, a family a file, built of layers alone. */
package org.polyak.train.network.zoo;
