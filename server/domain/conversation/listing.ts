/** So many conversations are listed beside the chat, and as many more each time that older ones are asked for. */
export const listedAtOnce = 100;

/** Beyond so many, what is older is found by searching. */
export const mostListed = 1000;
