/** What a person has to mend before they start again; its text is all that they need. */
export class StartError extends Error {}
