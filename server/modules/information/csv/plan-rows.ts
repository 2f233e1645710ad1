import type { importReasons } from '#contract/information-templates.ts'
import { Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import type { FileRow } from '#modules/imports/public.ts'
import type { NewItem } from '../create-item.ts'
import type { Row } from '../select-items.ts'
import { kindOf, storedValue } from '../values.ts'
import type { ColumnName } from './columns.ts'
import { readKind, readYesNo } from './words.ts'
import type { World } from './world.ts'

type Reason = (typeof importReasons)[number]
export type Change = Partial<
  Pick<NewItem, 'name' | 'purpose' | 'requestedByDepartmentId' | 'providedByDepartmentId' | 'ownerId' | 'intervalDays'>
> &
  Partial<Pick<NewItem, 'mandatory' | 'unit'>>
export type Plan = { row: number; name: string } & (
  | { outcome: 'rejected'; reason: Reason; found: string | null }
  | { outcome: 'created'; item: NewItem }
  | { outcome: 'changed'; item: Row; change: Change; value: string | null }
)

class Refused extends Error {
  readonly reason: Reason
  readonly found: string | null
  constructor(reason: Reason, found: string | null = null) {
    super(reason)
    this.reason = reason
    this.found = found
  }
}

/**
 * What each row means: a new item, a change of the one it names by its id or by name and departments, or nothing that could be
 * understood. Empty cells of an item that exists leave things as they are.
 */
export function planRows(
  rows: readonly FileRow[],
  columns: Map<ColumnName, number>,
  world: World,
  today: string,
): Plan[] {
  const seen = new Set<string>()
  return rows.map((row): Plan => {
    if (!row.cells)
      return { row: row.rowNumber, name: '', outcome: 'rejected', reason: 'row_unreadable', found: row.problem.detail }
    const { cells } = row
    const cell = (column: ColumnName) => unguarded(cells[columns.get(column) ?? -1]?.trim() ?? '')
    const name = cell('name')
    try {
      const plan = planRow(cell, world, today)
      const key = plan.outcome === 'created' ? world.keyOf(plan.item) : plan.item.id
      if (seen.has(key)) throw new Refused('twice_in_file', name)
      seen.add(key)
      return { row: row.rowNumber, name, ...plan }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return {
        row: row.rowNumber,
        name,
        outcome: 'rejected',
        reason: error.reason,
        found: error.found?.slice(0, 200) ?? null,
      }
    }
  })
}

type Cell = (column: ColumnName) => string
type Meant =
  | { outcome: 'created'; item: NewItem }
  | { outcome: 'changed'; item: Row; change: Change; value: string | null }

function planRow(cell: Cell, world: World, today: string): Meant {
  const name = cell('name')
  if (name === '') throw new Refused('name_missing')
  if (name.length > 200) throw new Refused('name_too_long', name)
  if (cell('purpose').length > 2000) throw new Refused('purpose_too_long')
  const requestedByDepartmentId = departmentOf(cell('requestedBy'), world)
  const providedByDepartmentId = departmentOf(cell('providedBy'), world)
  const old = existingOf(cell('id'), { name, requestedByDepartmentId, providedByDepartmentId }, world)
  const ownerId = ownerOf(cell('owner'), old, world)
  const intervalDays = intervalOf(cell('intervalDays'))
  const mandatory = readYesNo(cell('mandatory'))
  if (mandatory === null) throw new Refused('not_yes_or_no', cell('mandatory'))
  if (ownerId !== old?.ownerId && !world.answers(providedByDepartmentId, ownerId))
    throw new Refused('owner_not_in_department', cell('owner'))
  const given = { name, requestedByDepartmentId, providedByDepartmentId, ownerId, intervalDays }
  if (!old) {
    const kind = cell('kind') === '' ? kindOf(cell('value')) : readKind(cell('kind'))
    if (kind === null) throw new Refused('unknown_kind', cell('kind'))
    const bindings = { projectId: null, campaignId: null, meetingSeriesId: null }
    const more = { purpose: cell('purpose'), unit: cell('unit') || null, kind, value: readCell(cell('value'), kind) }
    return {
      outcome: 'created',
      item: { ...given, ...more, ...bindings, mandatory, blocksLaunches: true, dueOn: today },
    }
  }
  const change: Change = {
    ...given,
    ...(cell('purpose') !== '' && { purpose: cell('purpose') }),
    ...(cell('mandatory') !== '' && { mandatory }),
    ...(cell('unit') !== '' && { unit: cell('unit') }),
  }
  const changed = Object.entries(change).filter(([field, value]) => old[field as keyof Row] !== value)
  const value = old.kind === 'document' ? null : readCell(cell('value'), old.kind)
  return {
    outcome: 'changed',
    item: old,
    change: Object.fromEntries(changed),
    value: value === old.value ? null : value,
  }
}

function departmentOf(text: string, world: World): string {
  const id = world.departments.get(foldText(text))
  if (!id) throw new Refused('unknown_department', text)
  return id
}

type Named = { name: string; requestedByDepartmentId: string; providedByDepartmentId: string }

function existingOf(id: string, named: Named, world: World): Row | undefined {
  if (id === '') return world.itemsByKey.get(world.keyOf(named))
  const found = world.itemsById.get(id.toLowerCase())
  if (!found) throw new Refused('unknown_item', id)
  return found
}

/** The name of an owner who has left may stay where it is. */
function ownerOf(text: string, old: Row | undefined, world: World): string {
  if (old && (text === '' || foldText(text) === foldText(old.ownerName))) return old.ownerId
  const id = world.members.get(foldText(text))
  if (!id) throw new Refused('unknown_owner', text)
  return id
}

function intervalOf(text: string): number {
  const days = Number(text)
  if (text === '' || !Number.isInteger(days) || days < 1 || days > 1000)
    throw new Refused('interval_out_of_range', text)
  return days
}

function readCell(text: string, kind: NewItem['kind']): string | null {
  if (text === '') return null
  if (text.length > 10_000) throw new Refused('value_invalid', text)
  // A decimal comma, as spreadsheets in Spanish write it.
  const written = kind === 'number' && !text.includes('.') ? text.replace(',', '.') : text
  try {
    return storedValue(kind, written)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Refused('value_invalid', text)
  }
}

/** Exports put an apostrophe before what a spreadsheet would run as a formula. */
const unguarded = (text: string) => text.replace(/^'(?=[\t\r\n ]*[=+\-@])/, '')
