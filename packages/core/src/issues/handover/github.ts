import { App, Octokit, RequestError } from 'octokit'
import { asTrouble, type GithubSettings, Trouble } from '../../kernel/index.ts'

export interface Repository {
  owner: string
  repo: string
}

export function repositoryOf(name: string): Repository {
  const [owner, repo] = name.split('/')
  if (!owner || !repo) throw new Trouble(`${name} is no owner/repository`, { isFinal: true })
  return { owner, repo }
}

const silent = () => undefined

/**
 * A client for one repository, as the token or as the app's installation there. It tries everything once: our own turns
 * decide on another try.
 */
export async function openGithub(
  { apiUrl, auth }: GithubSettings,
  repository: Repository,
  patience: number,
  signal: AbortSignal,
): Promise<Octokit> {
  const limited = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) })
  const Client = Octokit.defaults({
    ...{ baseUrl: apiUrl, userAgent: 'quarterdeck', request: { fetch: limited } },
    ...{ retry: { enabled: false }, throttle: { enabled: false } },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })
  if ('token' in auth) return new Client({ auth: auth.token })
  return asking(async () => {
    const app = new App({ ...auth, Octokit: Client })
    const { data } = await app.octokit.request('GET /repos/{owner}/{repo}/installation', { ...repository })
    return app.getInstallationOctokit(data.id)
  })
}

/** Runs requests to GitHub. @throws Trouble in place of the client's own errors. */
export async function asking<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Trouble) throw error
    if (error instanceof RequestError && error.response) {
      throw asTrouble('GitHub', error.status, error.message, error.response.headers)
    }
    const message = error instanceof Error ? error.message : String(error)
    throw new Trouble(`GitHub did not answer: ${message}`, { cause: error })
  }
}

/** A request that may be refused with a status that is an answer too: then null. */
export async function unless<Result>(status: number, run: () => Promise<Result>): Promise<Result | null> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof RequestError && error.status === status) return null
    throw error
  }
}
