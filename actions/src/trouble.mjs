/** An input that cannot be meant: the step fails, whatever on-failure says. */
export class WrongInput extends Error {}

/** Headwater is not there for this step: the job goes on cold, unless on-failure says otherwise. */
export class Unavailable extends Error {
  /** @param reason one word, the step's output of this name */
  constructor(reason, message) {
    super(message)
    this.reason = reason
  }
}
