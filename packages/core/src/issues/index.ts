export { assign, createIssue, detectIssues, setStatus } from './commands.ts'
export {
  decide,
  lookForDrop,
  lookForErrors,
  lookForSilence,
  type Onwards,
  type Question,
  type Sight,
} from './decide.ts'
export { diagnoseIssue, listDiagnoses, setDiagnosis } from './diagnose.ts'
export { getEvidence, getExampleVisits } from './evidence.ts'
export {
  assignInput,
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
export { type DetectionPreset, type DetectionRule, detectionPresets, detectionRules } from './presets.ts'
export { countOpenIssues, getHistory, getIssue, listIssues } from './queries.ts'
export type { Counts } from './seasonal.ts'
export type { SegmentFinding } from './segments.ts'
export { getSettings, type IssueSettingsDto, updateSettings, updateSettingsInput } from './settings.ts'
