import { type Chosen, PersonChoice } from '../people/person-choice.tsx'

export type Customer = Chosen

interface OwnerChoiceProps {
  value: Customer | null
  onChange: (customer: Customer | null) => void
  error?: string | undefined
}

/** Whose request it is to be: a customer of the workspace, found by name or e-mail, or nobody. */
export function OwnerChoice(props: OwnerChoiceProps) {
  return (
    <PersonChoice
      label="Customer (optional)"
      description="Whose account follows the request and reads the result; without one, the e-mailed link does"
      ofRole="member"
      nobody="No customer"
      nothingFits="No customer fits"
      {...props}
    />
  )
}
