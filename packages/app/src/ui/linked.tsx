import { Fragment } from 'react'
import { partsOf } from './link-parts.ts'

/** Plain text whose addresses can be followed. */
export function Linked({ text }: { text: string }) {
  return partsOf(text).map(({ text: words, href }, index) => (
    <Fragment key={index}>
      {href ? (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="link">
          {words}
        </a>
      ) : (
        words
      )}
    </Fragment>
  ))
}
