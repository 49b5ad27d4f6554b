/** The standard answer of a lead that was created or merged into. */
export interface CreatedAnswer {
  leadId: string
  /** Its JSON, an object's, which begins with `opening`: `{` or that and more members. */
  toJson(opening: string): string
}
