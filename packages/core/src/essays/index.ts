export { chosen, draftBucket, itemsWithin } from './conditions.ts'
export { type DraftBucket, draftBuckets, type EssayFilters, filtersInput, unknown } from './filters.ts'
export { currencyOf, importEssays } from './import.ts'
export { type FileReport, importEssayFile, type RefusedLine } from './import-file.ts'
export {
  essayFacetsInput,
  essaySorts,
  essayStatuses,
  importEssaysInput,
  listEssaysInput,
  mostRows,
  satisfactions,
  turnarounds,
} from './inputs.ts'
export { type Order, placed, toItemPage } from './item-paging.ts'
export { type ItemRow, itemColumns, toItemDto } from './item-rows.ts'
export type * from './model.ts'
export { type DayRange, type Periods, periodsOf } from './period.ts'
export { essayFacets, getEssay, listEssays } from './queries.ts'
export type { FileFormat } from './read-file.ts'
