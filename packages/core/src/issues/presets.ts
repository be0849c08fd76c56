/** How detection decides. */
export const detectionPresets = ['conservative', 'default', 'aggressive', 'classic'] as const
export type DetectionPreset = (typeof detectionPresets)[number]

export interface DetectionRule {
  /** A drop that may be this large, in points, is worth an issue. */
  minDropPoints: number
  /** How many visits a drop of just that size needs; a larger one needs fewer, by the square. */
  minVisits: number
  /**
   * The bound on false issues a funnel and 30 days, were every window as full and as wobbly as it is assumed to be. None
   * is, and small numbers come in whole steps: `pnpm bench detect` counts a fiftieth of it.
   */
  falsePerMonth: number
}

/** Points and visits of the first system's presets; `classic`, its rule itself, is in `compareRates`. */
export const detectionRules: Record<Exclude<DetectionPreset, 'classic'>, DetectionRule> = {
  conservative: { minDropPoints: 15, minVisits: 200, falsePerMonth: 2 },
  default: { minDropPoints: 12, minVisits: 100, falsePerMonth: 8 },
  aggressive: { minDropPoints: 10, minVisits: 50, falsePerMonth: 25 },
}
