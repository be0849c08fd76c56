import { mountConsole } from '@quarterdeck/app/console'
import '../bridge.ts'

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
mountConsole(element, { desktop: window.quarterdeckDesktop })
