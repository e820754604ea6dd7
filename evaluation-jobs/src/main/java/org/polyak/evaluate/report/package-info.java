/** What an evaluation found, as one web page and as JSON. */
package org.polyak.evaluate.report;
