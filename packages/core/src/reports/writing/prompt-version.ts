/** Changes with whatever changes what is written from the same facts: prompts, templates, what is routine. */
export const promptVersion = '2'
