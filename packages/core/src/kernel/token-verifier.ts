/** What a provider's token says about its bearer. */
export interface TokenClaims {
  /** The provider's id of the person. */
  subject: string
  expiresAt: Date
  email: string | null
  emailVerified: boolean
  name: string | null
}

/** Knows the tokens that an identity provider has signed. */
export interface TokenVerifier {
  /**
   * @throws DomainError `unauthenticated`, saying what is wrong with the token; `unavailable` when the provider's keys are
   * not known here and cannot be fetched.
   */
  verify: (token: string) => Promise<TokenClaims>
}
