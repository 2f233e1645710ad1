export { insertVisits, type VisitRow } from './write-visits.ts'
