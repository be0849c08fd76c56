import { minorDigits } from '../../format/money.ts'

/** An amount in major units, as spreadsheets calculate with it: `1250, 'USD'` → 12.5. */
export const toMajor = (amount: number, currency: string): number => amount / 10 ** minorDigits(currency)
