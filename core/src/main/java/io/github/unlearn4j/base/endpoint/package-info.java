/** Language models that answer over the network, and what they answered. */
package io.github.unlearn4j.base.endpoint;
