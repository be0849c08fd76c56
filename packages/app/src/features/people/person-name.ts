/** What may name a person. */
export interface Named {
  id: string
  name: string | null
  email: string | null
  traits?: Record<string, unknown>
}

/** What a person is called on screen: by name, e-mail, what a tracker said of them, else by the beginning of their id. */
export function personName({ id, name, email, traits = {} }: Named): string {
  const said = [traits.name, traits.email].find(value => typeof value === 'string' && value.trim() !== '')
  return name || email || (typeof said === 'string' ? said : `Unnamed ${id.slice(0, 8)}`)
}
