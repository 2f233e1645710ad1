import type { ReplyOf } from '../api.ts'
import { useAct, useApi } from '../query.ts'

export type Favourite = ReplyOf<'GET /favourites'>['items'][number]
const none: Favourite[] = []

/** Pages that the reader starred, in their order. */
export function useFavourites() {
  const favourites = useApi('GET /favourites', {}, { staleTime: 600_000 }).data?.items ?? none
  const replace = useAct('PUT /favourites', {
    optimistic: ({ body }, patch) => patch('GET /favourites', {}, () => body),
  })
  const has = (link: string) => favourites.some((one) => one.link === link)
  const toggle = (favourite: Favourite) =>
    replace.mutate({
      body: {
        items: has(favourite.link)
          ? favourites.filter((one) => one.link !== favourite.link)
          : [...favourites, favourite],
      },
    })
  return { favourites, has, toggle }
}
