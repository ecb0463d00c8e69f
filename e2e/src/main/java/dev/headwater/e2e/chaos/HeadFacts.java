package dev.headwater.e2e.chaos;

/** The head of a lane, as the status of its stream names it. */
record HeadFacts(String key, String lane, String snapshot) {}
