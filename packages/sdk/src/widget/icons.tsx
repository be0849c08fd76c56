import type { ComponentChildren } from 'preact'

const icon = (children: ComponentChildren) => (
  <svg
    width="20"
    height="20"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
)

export const chatIcon = icon(<path d="M4 5h16v11H10l-5 4v-4H4z" />)
export const closeIcon = icon(<path d="M6 6l12 12M18 6L6 18" />)
export const backIcon = icon(<path d="M15 5l-7 7 7 7" />)
export const sendIcon = icon(<path d="M12 19V5M6 11l6-6 6 6" />)
export const clipIcon = icon(
  <path d="M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.4 17a1.6 1.6 0 0 1-2.3-2.3L15 7" />,
)
