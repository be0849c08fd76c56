export interface JiraSettings {
  /** Without a slash at the end. */
  baseUrl: string
  email: string
  apiToken: string
  /** The project's key. */
  project: string
  issueType: string
}

export interface GithubSettings {
  /** Without a slash at the end. */
  apiUrl: string
  auth: { token: string } | { appId: string; privateKey: string }
}

/** A bot can edit what it said; a plain incoming webhook cannot. */
export type SlackSettings = { webhookUrl: string } | { apiUrl: string; botToken: string; channel: string }

/** Where messages leave for telephones. A sender is a number, or a messaging service (`MG…`); null: not set up. */
export interface TwilioSettings {
  /** Without a slash at the end. */
  apiUrl: string
  accountSid: string
  authToken: string
  from: string | null
  whatsappFrom: string | null
}

/** Programs outside that issues are handed to and customers are answered by. Null: not set up. */
export interface Integrations {
  readonly twilio: TwilioSettings | null
  /** Where customers write to, whose e-mail comes in by webhook. */
  readonly inboundAddress: string | null
  readonly jira: JiraSettings | null
  readonly github: GithubSettings | null
  readonly slack: SlackSettings | null
  /** Whether owners, admins and agents get e-mail about issues. */
  readonly staffEmail: boolean
  readonly notifyWebhook: { url: string; secret: string } | null
  /** How long one answer may take, in milliseconds. */
  readonly patience: number
}

export const noIntegrations: Integrations = {
  twilio: null,
  inboundAddress: null,
  jira: null,
  github: null,
  slack: null,
  staffEmail: false,
  notifyWebhook: null,
  patience: 10_000,
}
