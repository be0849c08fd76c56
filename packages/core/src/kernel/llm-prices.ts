/**
 * Millionths of a US dollar for a million tokens in and out: list prices of OpenAI's standard tier as remembered, not yet
 * compared with platform.openai.com/docs/pricing. Discounts for cached input are not counted.
 */
const prices: Readonly<Record<string, readonly [input: number, output: number]>> = {
  'gpt-4.1': [2_000_000, 8_000_000],
  'gpt-4.1-mini': [400_000, 1_600_000],
  'gpt-4.1-nano': [100_000, 400_000],
  'gpt-4o': [2_500_000, 10_000_000],
  'gpt-4o-mini': [150_000, 600_000],
  'gpt-5': [1_250_000, 10_000_000],
  'gpt-5-mini': [250_000, 2_000_000],
  'gpt-5-nano': [50_000, 400_000],
}

/** The cost in millionths of a US dollar, rounded up; null for a model that is not in the table. A date at the end of a name is left out. */
export function costOf(model: string, promptTokens: number, completionTokens: number): number | null {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, '')
  const price = Object.hasOwn(prices, name) ? prices[name] : undefined
  return price ? Math.ceil((promptTokens * price[0] + completionTokens * price[1]) / 1_000_000) : null
}
