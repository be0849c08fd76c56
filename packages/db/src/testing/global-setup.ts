import { testEngine, testServerUrl } from './index.ts'
import { embeddedTemplate, serverTemplate } from './template.ts'

/** Makes the template once, before test files ask for it side by side. */
export async function setup(): Promise<void> {
  if (testEngine() === 'postgres') await serverTemplate(testServerUrl())
  else await embeddedTemplate()
}
