import { useLocalStorage } from '@mantine/hooks'

export type Favourite = { to: string; label: string }

/** Pages that the reader starred in this browser. */
export function useFavourites() {
  const [favourites, set] = useLocalStorage<Favourite[]>({ key: 'tandem.favourites', defaultValue: [] })
  const has = (to: string) => favourites.some((one) => one.to === to)
  const toggle = (favourite: Favourite) =>
    set(has(favourite.to) ? favourites.filter((one) => one.to !== favourite.to) : [...favourites, favourite])
  return { favourites, has, toggle }
}
