import type { Database } from '@quarterdeck/db'
export declare const eventCount = 1000000
export declare const visitCount = 300000
/** How far back the events reach, in days. */
export declare const spanDays = 14
export declare const funnelSteps: string[]
/** @returns how many events there are. */
export declare function fillEvents(database: Database): Promise<number>
//# sourceMappingURL=funnel-data.d.ts.map
