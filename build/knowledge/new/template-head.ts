/** How to read a new file; without it nobody knows which comments are fields. */
export const HEAD = `## Lines with ## explain; take them out when you are done.
## Lines with # are fields that may stay out: take the # and the blank after it away to use one, or take the line out.
## npm run knowledge:lint fails until no TODO is left.
`;
