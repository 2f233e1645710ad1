import type { Announcements, UniqueIdentifier } from '@dnd-kit/core'
import type { Translate } from '../i18n.tsx'

/** What a screen reader hears while something is moved within a list, or into it: its name, and its place among `ids`. */
export function sortingAnnouncements(
  t: Translate,
  ids: readonly string[],
  nameOf: (id: string) => string,
): Announcements {
  const item = (id: UniqueIdentifier) => nameOf(String(id))
  // Over the list itself and none of its items is its end.
  const at = (id: UniqueIdentifier, over: UniqueIdentifier) => ({
    ...{ item: item(id), count: ids.length },
    place: ids.indexOf(String(over)) + 1 || ids.length,
  })
  return {
    onDragStart: ({ active }) => t('sorting.lifted', { item: item(active.id) }),
    onDragOver: ({ active, over }) => (over ? t('sorting.over', at(active.id, over.id)) : undefined),
    onDragEnd: ({ active, over }) => t('sorting.dropped', at(active.id, (over ?? active).id)),
    onDragCancel: ({ active }) => t('sorting.cancelled', { item: item(active.id) }),
  }
}
