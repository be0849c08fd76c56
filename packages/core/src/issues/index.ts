export { assign, createIssue, detectIssues, setStatus } from './commands.ts'
export { diagnoseIssue, listDiagnoses, setDiagnosis } from './diagnose.ts'
export { getEvidence, getExampleVisits } from './evidence.ts'
export {
  assignInput,
  countIssuesInput,
  createIssueInput,
  detectInput,
  listIssuesInput,
  setDiagnosisInput,
  setStatusInput,
} from './inputs.ts'
export { detectJob, diagnoseJob, measureJob } from './jobs.ts'
export { beginMeasurement, measureIssue } from './measure.ts'
export type * from './model.ts'
export { issuesPersonSource } from './person-data.ts'
export { countIssues, countOpenIssues, getHistory, getIssue, listIssues } from './queries.ts'
